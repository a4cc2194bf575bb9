// Who waits for whom.

/// What a file says a job depends on, before all jobs are known.
struct DependencyDraft {
  var name: String
  var condition: Dependency.Condition
  var place: SourcePlace
}

extension ScenarioReader {
  /// Reads what a job depends on: a list of names, or a mapping of names to conditions.
  mutating func dependencies(_ value: DocumentValue) -> [DependencyDraft] {
    switch value.content {
    case .sequence(let elements):
      return elements.compactMap { element in
        text(element).map {
          DependencyDraft(name: $0, condition: .succeeded, place: element.place)
        }
      }
    case .mapping(let pairs) where value.unquotedTemplate == nil:
      return pairs.compactMap { pair in
        choice(pair.value, of: Dependency.Condition.self).map {
          DependencyDraft(name: pair.key, condition: $0, place: pair.keyPlace)
        }
      }
    case .mapping, .scalar:
      return expected("a list of jobs, or a mapping such as {build: succeeded}", value) ?? []
    }
  }

  /// Finds the jobs that others depend on, and refuses those that wait for themselves.
  mutating func resolve(_ drafts: [[DependencyDraft]], _ jobs: inout [JobPlan]) {
    let positions = positions(of: jobs)
    for (job, drafts) in drafts.enumerated() {
      for draft in drafts {
        guard let position = position(of: draft.name, at: draft.place, positions) else { continue }
        jobs[job].dependencies.append(Dependency(job: position, condition: draft.condition))
      }
    }
    let graph = jobs.map { $0.dependencies.map(\.job) }
    for cycle in cycles(in: graph) {
      let first = cycle.min() ?? cycle[0]
      let start = cycle.firstIndex(of: first) ?? 0
      let names = (cycle[start...] + cycle[..<start] + [first]).map { jobs[$0].name }
      guard let place = drafts[first].first?.place else { continue }
      let shown = names.count > 12 ? names.prefix(6) + ["…"] + names.suffix(5) : names[...]
      problems.add(
        place,
        "these jobs wait for each other: \(shown.map { cleaned($0, limit: 40) }.joined(separator: " → "))"
      )
    }
  }

  /// Refuses what could never come true, although no job waits for itself.
  mutating func checkDependencies(
    _ drafts: [[DependencyDraft]], _ jobs: [JobPlan], _ entries: [SubmitEntry]
  ) {
    let submitted = Set(entries.flatMap(\.jobs))
    for job in submitted.sorted() {
      for (dependency, draft) in zip(jobs[job].dependencies, drafts[job])
      where !submitted.contains(dependency.job) {
        problems.add(
          draft.place,
          "job \(quoted(jobs[job].name)) waits for \(quoted(draft.name)), which nothing submits")
      }
    }
    let graph = WaitGraph(jobs, entries)
    for cycle in cycles(in: graph.edges) {
      guard let job = graph.waiter(in: cycle, jobs, entries), let draft = drafts[job].first else {
        continue
      }
      problems.add(
        draft.place,
        "job \(quoted(jobs[job].name)) would wait for ever: what it waits for is submitted only "
          + "after a closed loop that waits for it")
    }
  }
}

// Nodes are the jobs, meaning that all of their submissions are done; then the starts of the
// entries; then their ends; then, for each job, that it need not wait any more. An arrow leads to
// what has to come first.
private struct WaitGraph {
  private(set) var edges: [[Int]]

  init(_ jobs: [JobPlan], _ entries: [SubmitEntry]) {
    let hasLoop = entries.contains { entry in
      if case .loop = entry.pattern { true } else { false }
    }
    guard hasLoop, jobs.contains(where: { !$0.dependencies.isEmpty }) else {
      edges = []
      return
    }
    let start = jobs.count
    let end = start + entries.count
    edges = jobs.map { $0.dependencies.map(\.job) }
    edges += entries.map { _ in [] } + entries.map { _ in [] } + edges
    for (position, entry) in entries.enumerated() {
      for job in Set(entry.jobs) { edges[job].append(end + position) }
      edges[end + position].append(start + position)
      // What ends with the time waits for nobody.
      if case .loop(let plan) = entry.pattern, plan.duration == nil {
        edges[end + position] += Set(entry.jobs).sorted().map { end + entries.count + $0 }
      }
      guard position > 0 else { continue }
      switch entry.start {
      case .at: break
      case .withPrevious: edges[start + position].append(start + position - 1)
      case .after: edges[start + position].append(end + position - 1)
      }
    }
  }
}

extension WaitGraph {
  /// Returns the job of a loop that waits, in a cycle, for one of the cycle's jobs.
  func waiter(in cycle: [Int], _ jobs: [JobPlan], _ entries: [SubmitEntry]) -> Int? {
    let firstWaiter = jobs.count + 2 * entries.count
    return cycle.first { $0 >= firstWaiter }.map { $0 - firstWaiter }
  }
}

/// Returns cycles that a walk along the arrows meets, as many as are listed.
///
/// Looking for more would take a hostile file's whole day.
private func cycles(in graph: [[Int]]) -> [[Int]] {
  enum Mark { case new, open, done }
  var marks = graph.map { _ in Mark.new }
  var cycles: [[Int]] = []
  for root in graph.indices where marks[root] == .new {
    // The way from the root, and which arrow is followed next at each node of it.
    var way: [(node: Int, next: Int)] = [(root, 0)]
    marks[root] = .open
    while let (node, next) = way.last {
      guard next < graph[node].count else {
        marks[node] = .done
        way.removeLast()
        continue
      }
      way[way.count - 1].next += 1
      let target = graph[node][next]
      switch marks[target] {
      case .new:
        marks[target] = .open
        way.append((target, 0))
      case .open:
        let begin = way.firstIndex { $0.node == target } ?? 0
        cycles.append(way[begin...].map(\.node))
        if cycles.count == ProblemList.limit { return cycles }
      case .done: break
      }
    }
  }
  return cycles
}
