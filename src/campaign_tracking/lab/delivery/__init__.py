"""From a template to a sent mail: documents, analysis, upload, mail transfer agent."""
