// The module of Python has no interface for C: what it is called by is PyInit__native.
