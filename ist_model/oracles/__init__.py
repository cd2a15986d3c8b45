"""Known answers: queues, staffing and random processes whose results a formula gives.

One module per family, each with its formulas, their references and a table `KNOWN` of expected values.
Nothing here imports the model, so a mistake in the model cannot hide in its own yardstick; only tests import
this room. Time has no unit in the formulas: any unit will do as long as it is the same throughout one call.
"""
