"""Directories and calls → findings: values only; how they look is the reports' business."""
