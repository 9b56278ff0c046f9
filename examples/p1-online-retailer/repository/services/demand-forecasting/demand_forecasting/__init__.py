"""Demand forecasts per product and site, with what they are for: anomalies, seasons and reorder proposals."""

USE_CASE = "demand-forecasting"
