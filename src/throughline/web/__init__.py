"""The look: base page, components, design tokens. Knows no domain."""
