"""The invented district and its named cast, shared by the demo and the tests."""
