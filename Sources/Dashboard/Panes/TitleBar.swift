internal import PoolObservation
internal import TextCanvas

/// The first row: what runs, what the pool is, and what time it is in it.
struct TitleBar {
  private let scene: Scene

  init(_ scene: Scene) {
    self.scene = scene
  }

  func draw(on canvas: inout Canvas) {
    let rect = scene.layout.title
    let style = Style(.title)
    canvas.fill(rect, style)
    var right = StyledText()
    if scene.model.snapshot != nil {
      if let playback = scene.model.playback {
        right.append("\(playback.state)  ", Style(.warning, isBold: true, isReversed: true))
      } else if scene.model.options.isReadOnly {
        right.append("READ-ONLY  ", Style(.title, isBold: true))
      }
      if rect.columns >= 60 { right.append("\(kind)  ", style) }
      right.append(phase, phaseStyle)
      right.append("  \(scene.model.playback?.label ?? clock)", style)
      if scene.model.playback == nil, rect.columns >= 72 { right.append("  \(rate)", style) }
    }
    right.append(" ", style)
    let rightColumns = right.columnCount
    let name = rect.columns >= 60 ? " pooltop  " : " "
    canvas.write(name, at: rect.origin, in: rect, Style(.title, isBold: true))
    let room = rect.columns - name.columnCount - rightColumns - 2
    canvas.write(
      title(columns: room),
      at: Position(column: rect.column + name.columnCount, row: rect.row), in: rect, style)
    canvas.write(
      right, at: Position(column: rect.endColumn - rightColumns, row: rect.row), in: rect)
  }

  /// The title, or what fits of it: the speed before the rest.
  private func title(columns: Int) -> String {
    let cut = scene.model.title.fitted(to: columns)
    let speed = scene.model.options.speed
    guard !speed.isEmpty, !cut.contains(speed), columns > speed.columnCount + 2 else { return cut }
    return scene.model.title.fitted(to: columns - speed.columnCount - 1) + " " + speed
  }

  private var pool: PoolDescription { scene.snapshot.pool }

  private var pending: Int { scene.snapshot.counts.pending }

  private var kind: String {
    let kind = "\(pool.kind.rawValue) pool"
    return scene.layout.isWide ? "\(kind), \(pool.maxWorkers.counted("worker"))" : kind
  }

  private var phase: String {
    if let age = scene.model.frozenAge {
      let held = scene.live.pool.phase == .held ? "HELD, " : ""
      return "\(held)FROZEN, \(age.compact) old"
    }
    return switch pool.phase {
    case .running: "RUNNING"
    case .held: "HELD, \(pending.grouped) \(pending == 1 ? "waits" : "wait")"
    case .shuttingDown: "SHUTTING DOWN"
    case .shutDown: "SHUT DOWN"
    case .broken: "BROKEN"
    }
  }

  private var phaseStyle: Style {
    let warning = Style(.warning, isBold: true, isReversed: true)
    if scene.model.frozen != nil { return warning }
    return switch pool.phase {
    case .running, .shutDown: Style(.title, isBold: true)
    case .held, .shuttingDown: warning
    case .broken: Style(.danger, isBold: true)
    }
  }

  /// Whole seconds while nothing happens: then the screen changes once a second, not ten times.
  private var clock: String {
    let isIdle = scene.model.endedAt == nil && scene.snapshot.counts.unfinished == 0
    let clock = scene.now.clock(showsTenths: !isIdle)
    return clock.fitted(to: max(7, clock.columnCount))
  }

  private var rate: String {
    scene.model.endedAt == nil ? scene.model.settings.rate.label : "frozen"
  }
}
