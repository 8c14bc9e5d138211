"""What is ordered of a class beside its file: a preview, a part, stems, a build again; and many builds in one go."""
