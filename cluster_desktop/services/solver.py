"""The cheapest flow through a network; the only place that knows the library (docs/matching.md).

NetworkX: exact in whole numbers, the same answer for the same network on every machine, pure
Python without further libraries.
"""

from __future__ import annotations

from collections.abc import Sequence

from cluster_desktop.rules.matching_network import Arc


def cheapest_flow(supplies: Sequence[int], arcs: Sequence[Arc]) -> list[int]:
    """How many go along each arc so that all supplies reach the demands at the least cost.

    Supplies add up to zero, capacities and costs are whole and not negative, and some flow exists.
    """
    # Loaded when the first proposal is asked for: the start of the window does not wait for it.
    import networkx

    graph = networkx.MultiDiGraph()
    for node, supply in enumerate(supplies):
        graph.add_node(node, demand=-supply)
    for number, arc in enumerate(arcs):
        graph.add_edge(arc.tail, arc.head, key=number, capacity=arc.capacity, weight=arc.cost)
    _cost, flow = networkx.network_simplex(graph)
    return [int(flow[arc.tail][arc.head][number]) for number, arc in enumerate(arcs)]
