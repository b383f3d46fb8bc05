"""Early warning: rules as data, flags that a person answers, and who needs us."""
