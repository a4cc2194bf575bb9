internal import TextCanvas

/// All about the selected future.
struct DetailsPane {
  private let scene: Scene

  init(_ scene: Scene) {
    self.scene = scene
  }

  func draw(on canvas: inout Canvas) {
  }
}
