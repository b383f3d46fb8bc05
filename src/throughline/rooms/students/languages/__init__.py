"""The language spoken at a student's home: by which name it goes, and the list parted by it."""
