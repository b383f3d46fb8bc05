"""The look: base page, components, tables, charts, tokens and the styleguide. It knows no domain."""
