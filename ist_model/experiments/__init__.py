"""Many runs of a scenario, and two scenarios compared."""
