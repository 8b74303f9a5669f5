"""Words that every room shares: what a period, a bilingual text, a legal basis, an agency or an observation is."""
