// Lists the bodies in a form, so that what is pasted into one of their paragraphs can become a block.
(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;
  window.contentStreams = [];

  class ContentBlockDefinition extends StreamBlockDefinition {
    render(...options) {
      const stream = super.render(...options);
      window.contentStreams.push(stream);
      return stream;
    }
  }

  window.telepath.register("snippets.ContentBlock", ContentBlockDefinition);
})();
