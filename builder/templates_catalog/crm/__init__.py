"""The CRM template: documents as files beside this, and the company that shows it at work."""
