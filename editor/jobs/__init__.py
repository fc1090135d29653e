"""Slow work: progress, cancel and two executors. A leaf that imports nothing of ours."""

from editor.jobs.progress import Cancelled, Report, part, silent
from editor.jobs.runner import Job, JobState, Runner

__all__ = ["Cancelled", "Job", "JobState", "Report", "Runner", "part", "silent"]
