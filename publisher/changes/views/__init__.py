"""Three views from one comparison: terminal, HTML, and a sentence. JSON is Comparison.to_dict."""
