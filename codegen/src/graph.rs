//! Graph algorithms that take one step for each edge and do not recurse.

use std::collections::VecDeque;

/// Returns, for each of `count` nodes, whether it is one of the target nodes or leads to one. `edges` returns
/// the direct successors of a node.
pub(crate) fn leading_to<E: IntoIterator<Item = usize>>(
    count: usize,
    edges: impl Fn(usize) -> E,
    found: impl Fn(usize) -> bool,
) -> Vec<bool> {
    distances(count, edges, found).into_iter().map(|distance| distance.is_some()).collect()
}

/// Returns the number of steps from each of `count` nodes to the nearest target node, or `None` if no target
/// can be reached.
pub(crate) fn distances<E: IntoIterator<Item = usize>>(
    count: usize,
    edges: impl Fn(usize) -> E,
    found: impl Fn(usize) -> bool,
) -> Vec<Option<usize>> {
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); count];
    for from in 0..count {
        for to in edges(from) {
            if let Some(back) = back.get_mut(to) {
                back.push(from);
            }
        }
    }
    let mut distances = vec![None; count];
    let mut pending: VecDeque<(usize, usize)> =
        (0..count).filter(|node| found(*node)).map(|node| (node, 0)).collect();
    while let Some((node, distance)) = pending.pop_front() {
        match distances.get_mut(node) {
            Some(known @ None) => *known = Some(distance),
            _ => continue,
        }
        pending.extend(back.get(node).into_iter().flatten().map(|from| (*from, distance + 1)));
    }
    distances
}

/// Returns, for each of `count` nodes, where the chain of `next` ends. If the chain runs into a ring, its end
/// is the last node before the walk would return to a node of the ring.
pub(crate) fn ends(count: usize, next: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    const OPEN: usize = usize::MAX;
    let mut ends: Vec<Option<usize>> = vec![None; count];
    for start in 0..count {
        let mut path = Vec::new();
        let mut node = start;
        let end = loop {
            match ends.get(node) {
                Some(None) => {}
                // The chain has reached a ring, which begins at this node of the path.
                Some(Some(OPEN)) => {
                    let begin = path.iter().position(|passed| *passed == node).unwrap_or_default();
                    let ring = path.split_off(begin);
                    let before = ring.last().copied().unwrap_or(node);
                    for (index, member) in ring.iter().enumerate() {
                        let previous = index.checked_sub(1).and_then(|index| ring.get(index)).copied();
                        set(&mut ends, *member, previous.unwrap_or(before));
                    }
                    break before;
                }
                Some(Some(end)) => break *end,
                None => break node,
            }
            set(&mut ends, node, OPEN);
            path.push(node);
            match next(node) {
                Some(further) => node = further,
                None => break node,
            }
        };
        path.into_iter().for_each(|passed| set(&mut ends, passed, end));
    }
    ends.into_iter().enumerate().map(|(node, end)| end.unwrap_or(node)).collect()
}

fn set(ends: &mut [Option<usize>], node: usize, end: usize) {
    if let Some(slot) = ends.get_mut(node) {
        *slot = Some(end);
    }
}

/// Returns all nodes in postorder: each node follows its successors, except in cycles.
pub(crate) fn after_parts(count: usize, edges: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut is_met = vec![false; count];
    let mut order = Vec::with_capacity(count);
    for start in 0..count {
        let mut stack: Vec<(usize, std::vec::IntoIter<usize>)> = Vec::new();
        let mut enter = Some(start);
        loop {
            if let Some(node) = enter.take() {
                match is_met.get_mut(node) {
                    Some(is_met) if !*is_met => *is_met = true,
                    _ => {
                        if stack.is_empty() {
                            break;
                        }
                        continue;
                    }
                }
                stack.push((node, edges(node).into_iter()));
            }
            let Some((node, rest)) = stack.last_mut() else { break };
            match rest.next() {
                Some(next) => enter = Some(next),
                None => {
                    order.push(*node);
                    stack.pop();
                }
            }
        }
    }
    order
}

/// Returns the strongly connected components that contain a cycle, each in ascending order.
pub(crate) fn rings(count: usize, edges: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    // Kosaraju's algorithm: walk the reversed edges, from the last node of the postorder to the first.
    let order = after_parts(count, &edges);
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut loops = vec![false; count];
    for from in 0..count {
        for to in edges(from) {
            if let Some(back) = back.get_mut(to) {
                back.push(from);
            }
            if from == to {
                set_flag(&mut loops, from);
            }
        }
    }
    let mut is_met = vec![false; count];
    let mut rings = Vec::new();
    for start in order.into_iter().rev() {
        let mut ring = Vec::new();
        let mut pending = vec![start];
        while let Some(node) = pending.pop() {
            if is_met.get(node).copied().unwrap_or(true) {
                continue;
            }
            set_flag(&mut is_met, node);
            ring.push(node);
            pending.extend(back.get(node).into_iter().flatten());
        }
        if ring.len() > 1 || loops.get(start).copied().unwrap_or_default() && !ring.is_empty() {
            ring.sort_unstable();
            rings.push(ring);
        }
    }
    rings.sort_unstable();
    rings
}

fn set_flag(flags: &mut [bool], node: usize) {
    if let Some(flag) = flags.get_mut(node) {
        *flag = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_that_lead_to_a_node_are_found_across_cycles() {
        let edges = [vec![1], vec![2, 0], vec![], vec![3], vec![2, 3]];
        let found = leading_to(edges.len(), |node| edges[node].clone(), |node| node == 2);
        assert_eq!(found, [true, true, true, false, true]);
    }

    #[test]
    fn chains_and_cycles_have_an_end() {
        let next = [Some(1), Some(2), None, Some(4), Some(5), Some(6), Some(4), Some(7)];
        assert_eq!(ends(next.len(), |node| next[node]), [2, 2, 2, 6, 6, 4, 5, 7]);
    }

    #[test]
    fn parts_precede_the_nodes_that_contain_them() {
        let edges = [vec![1, 2], vec![2], vec![], vec![0]];
        assert_eq!(after_parts(edges.len(), |node| edges[node].clone()), [2, 1, 0, 3]);
    }

    #[test]
    fn cycles_are_nodes_that_lead_to_each_other() {
        let edges = [vec![1], vec![2], vec![0, 3], vec![4], vec![4], vec![0], vec![]];
        assert_eq!(rings(edges.len(), |node| edges[node].clone()), [vec![0, 1, 2], vec![4]]);
    }
}
