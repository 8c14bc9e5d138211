"""The language of templates, evaluated by ourselves, so that all it can do and all it can cost stands here."""
