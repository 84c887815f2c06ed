"""The comparison of gmm with other programs; ../compare.py drives it."""
