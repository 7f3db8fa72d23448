"""The web application: shows what a release holds; it never reads the files a release was made from."""
