"""What is ordered of a class beside its one file: a preview, stems, a build again; and many builds in one go."""
