"""An invented school district of any size, written as the files a real one exports.

Every fact about a student, family or school is a pure function of the seed and its own number (see `draws`),
so any one of them can be made again alone, and the files come out the same however the work is cut up.
"""
