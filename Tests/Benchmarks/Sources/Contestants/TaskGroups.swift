/// One task group whose tasks do nothing; every result is awaited.
///
/// Runs on Swift's cooperative threads, as many as there are processors.
package struct TaskGroups: Contestant {
  package let name: String
  private let body: EmptyBody

  /// Makes one; the threads are Swift's.
  package init(_ body: EmptyBody) {
    self.body = body
    name = "TaskGroup, \(body.text)"
  }

  package func run(jobs: Int) -> Lap {
    let isOver = Gate()
    return Lap(
      seconds: seconds {
        Task.detached {
          let sum = await withTaskGroup(of: Int.self) { group in
            switch body {
            case .constant: for _ in 0..<jobs { group.addTask { 1 } }
            case .number: for number in 0..<jobs { group.addTask { number } }
            }
            return await group.reduce(0, &+)
          }
          precondition(sum == body.sum(jobs: jobs), "a result was wrong")
          isOver.open()
        }
        isOver.pass()
      })
  }
}
