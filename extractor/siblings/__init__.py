"""From a corrected report to others of the same template: the same cell, misread in the same way."""
