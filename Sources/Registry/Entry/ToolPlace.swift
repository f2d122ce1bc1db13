/// A tool as its server knows it.
struct ToolPlace: Hashable {
  let server: String
  let name: String
}
