internal import PoolObservation
package import TextCanvas

/// Draws what the model knows on a screen of a size.
package func view(_ model: Model, _ size: Size) -> Canvas {
  var canvas = Canvas(size: size)
  let snapshot =
    model.snapshot
    ?? PoolSnapshot(
      pool: PoolDescription(name: "", kind: .thread, maxWorkers: 0, createdAt: 0))
  let scene = Scene(model, snapshot, size)
  if scene.layout.level == .counts {
    TinyScreen(scene).draw(on: &canvas)
  } else if model.snapshot == nil {
    TitleBar(scene).draw(on: &canvas)
    if model.overlay == nil {
      canvas.write(
        "waiting for the pool", at: Position(column: 1, row: scene.layout.meters.row), Style(.dim))
    }
    Footer(scene).draw(on: &canvas)
  } else if model.showsLanes {
    TitleBar(scene).draw(on: &canvas)
    LanesPane(scene, on: size).draw(on: &canvas)
    Footer(scene).draw(on: &canvas)
  } else {
    TitleBar(scene).draw(on: &canvas)
    Meters(scene).draw(on: &canvas)
    WorkersPane(scene).draw(on: &canvas)
    FuturesPane(scene).draw(on: &canvas)
    DetailsPane(scene).draw(on: &canvas)
    LogPane(scene).draw(on: &canvas)
    Footer(scene).draw(on: &canvas)
  }
  if scene.layout.level > .counts {
    drawOverlay(scene, on: &canvas)
  }
  if scene.theme.isASCII { canvas.replaceNonASCII() }
  return canvas
}

private func drawOverlay(_ scene: Scene, on canvas: inout Canvas) {
  switch scene.model.overlay {
  case .help: HelpBox(scene).draw(on: &canvas)
  case .details: DetailsBox(scene).draw(on: &canvas)
  case .question(let question):
    DialogBox.question(question, scene).draw(on: &canvas, scene)
  case .shutdown: DialogBox.shutdown(scene).draw(on: &canvas, scene)
  case .quit: DialogBox.quit(scene).draw(on: &canvas, scene)
  case .picker(let picker): ListBox(picker).draw(on: &canvas, scene)
  case .settings: ListBox(scene.model).draw(on: &canvas, scene)
  case .lanes, nil: break
  }
}
