"""Next years' students: carried on from earlier counts, adjusted with reasons, and taken as a year's count."""
