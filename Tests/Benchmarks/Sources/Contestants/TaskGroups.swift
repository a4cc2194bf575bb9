/// One task group whose tasks return numbers; every result is awaited.
///
/// Runs on Swift's cooperative threads, as many as there are processors.
package struct TaskGroups: Contestant {
  package let name = "TaskGroup"

  /// Makes one; the threads are Swift's.
  package init() {}

  package func run(jobs: Int) -> Lap {
    let isOver = Gate()
    return Lap(
      seconds: seconds {
        Task.detached {
          let sum = await withTaskGroup(of: Int.self) { group in
            for number in 0..<jobs { group.addTask { number } }
            return await group.reduce(0, &+)
          }
          precondition(sum == jobs * (jobs - 1) / 2, "a result was wrong")
          isOver.open()
        }
        isOver.pass()
      })
  }
}
