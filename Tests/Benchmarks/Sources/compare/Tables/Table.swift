/// What one section found out.
struct Table {
  var title: String
  var rows: [Row]
  /// What no figure says: whether anything was lost, say.
  var remarks: [String] = []

  /// The table in Markdown, with its remarks below.
  var text: String {
    """
    ### \(title)

    | subject | setting | median | min – max | library ÷ it | target | met |
    | --- | --- | ---: | ---: | ---: | ---: | --- |
    \(rows.map(\.text).joined(separator: "\n"))

    \(remarks.map { $0 + "\n" }.joined(separator: "\n"))
    """
  }
}
