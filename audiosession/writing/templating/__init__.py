"""The language of all templates, of narrations and pages: read by Jinja, evaluated by us within a budget."""
