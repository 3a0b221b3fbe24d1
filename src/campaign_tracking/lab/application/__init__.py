"""The application server: SOAP, and the JSP pages."""
