/// `strings.render_template`: Go's `text/template` with its predefined functions.
extension Builtins {
  static let templates: [Builtin] = [
    Builtin("strings.render_template", 2) { call throws(BuiltinError) in
      let source = try call.text(0).bytes
      _ = try call.object(1)
      var parser = try TemplateParser(source)
      let template = try parser.parsed()
      var renderer = TemplateRenderer(template, call)
      return call.string(try renderer.rendered(call[1]))
    }
  ]
}

/// A template, parsed: what it writes, and the templates defined in it by name.
struct Template {
  /// Longest source, in bytes.
  static let sourceLimit = 1 << 20
  /// Nesting of blocks and of template calls.
  static let depthLimit = 100

  var body: [TemplateNode] = []
  var definitions: [String: [TemplateNode]] = [:]
}

/// One piece of a template.
indirect enum TemplateNode {
  case text([UInt8])
  case write(TemplatePipeline)
  case branch(TemplatePipeline, then: [TemplateNode], otherwise: [TemplateNode])
  case loop(TemplatePipeline, body: [TemplateNode], otherwise: [TemplateNode])
  /// As a branch, with the dot set to the value.
  case scope(TemplatePipeline, then: [TemplateNode], otherwise: [TemplateNode])
  case include(String, TemplatePipeline?)
  case stop
  case skip
}

/// `$x := first | second argument`: each command takes the result before it as its last argument.
struct TemplatePipeline {
  var variables: [String] = []
  var isDeclaration = true
  var commands: [[TemplateTerm]] = []
}

indirect enum TemplateTerm {
  case dot
  case null
  case literal(TemplateValue)
  /// `.a.b`, or fields of another term.
  case fields(TemplateTerm?, [String])
  case variable(String)
  case function(String)
  case pipeline(TemplatePipeline)
}
