"""Join the stages: records or narrative, one question or several."""
