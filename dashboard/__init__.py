"""All that knows Streamlit: frame, state, cache, maps, tables, charts, controls."""
