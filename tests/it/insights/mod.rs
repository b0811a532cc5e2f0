//! Insights: figures in which nobody can be found.

mod survey;
