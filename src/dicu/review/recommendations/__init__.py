"""Recommendations of bodies abroad and at home: taken in whole, held against each other, answered, linked with tasks, followed."""
