"""Reading inspection documents: document to lines, blocks and facts. Pure and free of any framework."""
