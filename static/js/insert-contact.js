// “Insert contact” in the editor's texts: a fact that is kept by its name and printed as it is on
// the day a reader looks. Wagtail's own modal lists the facts; here it is told what was chosen.
(() => {
  const { React, DraftJS, draftail } = window;

  const onload = {
    choose(modal) {
      const choices = modal.body[0].querySelectorAll("[data-fact]");
      for (const choice of choices) {
        choice.addEventListener("click", () => modal.respond("chosen", choice.dataset));
      }
      // Bootstrap takes the focus once the modal has come to rest.
      modal.container.one("shown.bs.modal", () => choices[0]?.focus());
    },
  };

  class ContactSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      const url = this.props.entityType.chooserUrls.contactChooser;
      return { url, urlParams: {}, onload, responses: { chosen: this.onChosen } };
    }

    filterEntityData({ fact, contact, label }) {
      return { fact, id: contact || null, label };
    }

    // What was selected, such as a typed number, gives way to the fact that is inserted.
    onChosen(choice) {
      const { editorState, entityType, onComplete } = this.props;
      const content = editorState
        .getCurrentContent()
        .createEntity(entityType.type, "IMMUTABLE", this.filterEntityData(choice));
      const replaced = DraftJS.Modifier.replaceText(
        content,
        editorState.getSelection(),
        choice.text,
        editorState.getCurrentInlineStyle(),
        content.getLastCreatedEntityKey(),
      );
      this.workflow.close();
      onComplete(DraftJS.EditorState.push(editorState, replaced, "insert-characters"));
    }
  }

  function InsertedContact({ contentState, entityKey, children }) {
    const { label } = contentState.getEntity(entityKey).getData();
    const title = label ? `${label}, always current` : "Names no contact";
    return React.createElement("span", { className: "inserted-contact", title }, children);
  }

  draftail.registerPlugin(
    { type: "CONTACT", source: ContactSource, decorator: InsertedContact },
    "entityTypes",
  );
})();
