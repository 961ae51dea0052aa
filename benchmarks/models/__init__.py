"""The scripts that fit the models of the package; each prints cross-validated figures and writes a data file."""
