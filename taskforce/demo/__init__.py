"""The demo: the real Chongqing plan and units, invented accounts and opinions marked 演示."""

from taskforce.demo.loading import load_demo

__all__ = ["load_demo"]
