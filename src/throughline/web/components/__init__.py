"""What pages are made of: values a room fills in, and how each is put into words and markup."""
