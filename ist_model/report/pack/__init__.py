"""The board pack: what is in it, what is made before it, pages as HTML, PDFs, and what is left alone."""
