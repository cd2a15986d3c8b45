"""Published files of the Department for Education and Ofsted, read as tables: one file per format.

`reader.read` takes a path and says which format it is; `formats.LAYOUTS` lists the formats known.
"""
