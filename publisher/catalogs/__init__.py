"""The translator's half: messages of a text, their translations, and the translated text.

Pure: bytes of a catalog come in, values go out, and bytes again. Fuzzy, obsolete and empty count as
untranslated everywhere.
"""
