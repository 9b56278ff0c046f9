"""Topics of Kafka that ClickHouse reads by itself: what the settings ask for, and the tables that do it.

python -m ingestion.streams     make or change the tables, and say whether messages arrive in time
"""
