"""What Hearsay is measured by: a script for every figure in the documentation."""
