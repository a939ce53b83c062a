"""Words that tell languages in Latin letters apart.

A sure word alone is enough: no English text has it, nor a name or a loan phrase. A likely word (de, la, der) stands
in names too and needs others beside it.
"""


def words(text: str) -> frozenset[str]:
    """A set of words from a line of them."""
    return frozenset(text.split())


_USUAL: dict[str, frozenset[str]] = {
    "es": words("""
        bueno cuatro cinco seis siete ocho nueve diez doce ángulo entonces porque también además tenemos
        obtenemos sabemos podemos debemos queremos respuesta pregunta ecuación ecuaciones número números manzanas
        cuánto cuánta cuántos cuántas cuál está están estamos donde cuando según después siguiente ahora luego así
        primero segundo solución igual mismo misma muy más sólo siendo puede pueden tiene tienen había ella ellos
        nosotros nuestra nuestro decir hacer resultado tanto calcular calculamos sumamos restamos
        multiplicamos dividimos pero aunque mientras desde hasta sobre cada esto estos estas ese esa eso esos suma
        resta triángulo área perímetro quedan queda cuesta sustituimos verificamos comprobamos significa finalmente
        hemos debe deben otra otro otros todas todos nada aquí allí siempre nunca fueron estar ello cuya
        cuyo fuerza velocidad tiempo hora horas días años
    """),
    "fr": words("""
        c'est onze douze treize nous avons donc alors parce cette sont était étaient être avec dans mais très aussi
        puis ainsi chaque n'est d'une d'un qu'il qu'elle qu'on qu'un trouver obtient obtenons nombre nombres réponse
        calculer calculons égal égale égaux somme beaucoup maintenant ensuite enfin cependant pourtant lorsque
        puisque quand combien sommes vérifions soit soient peut peuvent doivent plusieurs deux trois
        quatre cinq huit neuf dix où même leur leurs notre votre ont elle elles ils j'ai c'est-à-dire
        premièrement finalement équation l'équation voyons prenons supposons multiplions divisons ajoutons fois
        depuis jusqu'à tous toutes toute autre autres ceci cela celui celle d'abord l'aire vitesse heures
        jours années faut parler avoir aurait avait avaient
    """),
    "de": words("""
        morgen hinaus ergebnis lautet lauten heißt zwölf zeigen gezeigt nicht wir ist sind eine einen einem einer
        eines auch aber dann wenn dass daß weil deshalb daher haben hatte hatten werden wird wurde wurden können
        müssen sollte nur noch schon sehr mehr jetzt damit durch unter zwischen gleich gleichung antwort
        zahl zahlen äpfel zuerst danach schließlich ergibt erhalten berechnen lösung sich oder nach bei beim zum zur
        uns unsere unser ihre ihr seine sein dieser diese dieses jeder jede jedes kein keine keinen weniger viele
        wieviel insgesamt zwei drei vier fünf sechs sieben acht neun zehn folgt prüfen überprüfen beträgt somit
        jedoch vom einfach kann geschwindigkeit stunden tage jahre weiter wieder immer
    """),
    "it": words("""
        è dieci undici dodici sia numero supponiamo siano scriviamo quindi perché poiché abbiamo sono nella nelle
        negli questo questa questi queste anche allora però più risposta otteniamo calcoliamo quanto quanti quante
        dobbiamo possiamo essere gli mele equazione numeri dopo adesso infine inoltre dunque mentre ogni stesso
        stessa sappiamo risolvere soluzione uguale verifichiamo perciò cioè sostituiamo avere hanno viene vengono
        nostro nostra loro qualche dalla dalle dallo alle allo sulla sulle ottenere è cosa così già può devono
        deve sette otto nove dieci quattro cinque velocità ore giorni anni
    """),
    "pt": words("""
        é dois três sete oito nove dez doze então não também portanto temos porque você isso pelo pela pelos pelas
        uma nós mais está estão até já há obtemos resposta maçãs número números quantas quantos quanto seja muito
        depois agora primeiro assim são equação equações solução igual cada podemos devemos sabemos ainda quando
        onde porém foi foram têm nosso nossa ele ela eles elas à às calculamos somamos subtraímos multiplicamos
        dividimos verificamos calcular área triângulo restam sobram outro outra outros mesmo mesma
        velocidade horas dias anos
    """),
    "nl": words("""
        het een niet wij dus zijn wordt hebben maar voor deze naar ook omdat antwoord appels hoeveel heeft hij zij
        bij zodat wanneer onze werd kunnen moeten geen vergelijking eerst daarna tellen krijgen uit twee drie vijf
        zeven gelijk
    """),
    "sv": words("""
        och att är inte därför eftersom svaret alltså vilket också från när äpplen detta ikke jeg også fordi derfor
        fra eller hvis når blir blev vår vårt
    """),
    "pl": words("""
        jest się więc oraz ponieważ wynosi że który która które odpowiedź jabłek liczba liczby mamy nie są tylko
        jeśli wtedy zatem przez
    """),
    "tr": words("için değil çünkü olarak olduğu cevap toplam elma bir eğer daha sonra yani kaç tane dolayısıyla"),
    "vi": words("của không được những và các một vậy số đáp táo quả chúng nên bằng trong nếu thì có"),
    "id": words("""
        adalah tidak dengan untuk karena sehingga jumlah jawaban jawabannya kita apel maka dari pada jika tersebut
    """),
    "ro": words("și sunt pentru răspunsul este numărul avem atunci"),
    "cs": words("že jsou protože tedy odpověď jablek máme takže nebo který když není"),
    "fi": words("että ovat koska siis vastaus omenaa mutta myös niin meillä kun"),
    "hu": words("és hogy nem mert tehát válasz egy vagy ezért akkor összesen"),
}  # fmt: skip
"""Words that are of this language and of no English text."""

_MORE: dict[str, frozenset[str]] = {
    "es": words("""
        juntos todavía quizás quizá casi apenas aun aún incluso alguien alguno alguna algunos algunas ninguno
        ninguna nadie quien quienes cual cuales cualquier cualquiera dicho dicha dichos mediante durante hacia
        excepto salvo sino conque puesto muchos muchas pocos pocas demasiado bastante peor mayores menores ayer
        pues mañana temprano jamás pequeño pequeña soy eres somos fue fuera fuese sería serían habían habrá haya
        hayan tengo tienes tenía tendrá hace hacen hacemos hizo hago digo dicen dijo vemos veo saber sabe
        saben quiero quiere quieren debería deberíamos podría podríamos pueda puedan poder poner ponemos
        llegamos llega llegan encontramos encontrar hallar hallamos restar sumar multiplicar dividir despejamos
        simplificamos obtener obtenida obtenido vuelve volvemos sigue siguen seguimos comprobar verificar
        revisar parece parecen creo pienso segundos minutos naranjas niños niñas hombres mujeres ejemplo
        pasos lado lados cuadrado círculo ángulos longitud ancho precio mitad tercio cuarto quinto último última
        veinte treinta cuarenta cincuenta ciento razón razones preguntas veces manera mismos mismas tampoco
        sobretodo debido respecto través dentro cerca lejos arriba abajo delante detrás alrededor mío tuyo suyo
        nuestros nuestras vuestro aquel aquella aquellos aquello cuanto cuantos
    """),
    "fr": words("""
        sinon voudrais veux voulez voulons veulent toujours déjà bientôt souvent parfois plutôt presque
        seulement vraiment simplement également tandis quoique malgré sauf selon devant dessus
        dessous dedans dehors ici ailleurs partout loin près aujourd'hui demain quel quelle quels
        quelles lequel laquelle lesquels lesquelles quelque quelques quelqu'un aucun aucune chacun
        chacune autant davantage moins êtes seront serait seraient furent fût avez aurai auront ayant été faites
        faisons disent disons vont allons aller vois voit voir voient sais sait savons savent savoir pouvons
        pouvez pourrait pourraient dois doit devons devez doivent devrait
        falloir faudra faudrait prend prendre mettre mettons
        donne donner donnons donnent restent trouve trouvons trouvé vérifier remplace remplaçons résoudre
        multiplie divise ajoute soustraire soustrait revient signifie semble crois pense mètres secondes
        mètre seconde fille garçon exemple problème étape étapes côté côtés carrés cercle longueur
        largeur hauteur poids moitié cinquante dernier dernière choses manière façon celles
        ceux afin grâce auquel duquel desquels l'on l'un l'autre s'il s'ils qu'ils qu'elles n'a n'ont n'y
        j'en m'a s'est d'où lorsqu'on puisqu'il jusqu'au j'aime vieille mauvais heureux
    """),
    "de": words("""
        während seines seiner seinem seinen ihres ihrem ihren deren dessen denen welche welcher welches wegen
        trotz statt außer außerdem allerdings trotzdem dennoch deswegen darum dadurch dafür dagegen dabei dazu
        davon davor darauf daran darin darüber darunter hierbei hierfür hiermit wobei wofür womit wodurch worauf
        woraus sobald solange bevor nachdem obwohl sofern indem sondern entweder weder sowohl zwar etwa beinahe
        ungefähr ziemlich besonders vielleicht wahrscheinlich natürlich offenbar eigentlich bereits gerade
        soeben gestern heute jemand niemand nichts aller beiden beides manche manchmal niemals ich mich ihm ihn
        ihnen bist seid wäre wären gewesen hätte hätten habe hast würde würden geworden kannst könnte könnten
        konnte sollen sollten muss musst müsste darf dürfen möchte möchten sonst läuft alles klar und sagt
        wollte wollten höhere gibt gegeben macht machen gemacht gehen gegangen kommt kommen sagt gesagt sehen
        sieht gesehen gefunden bleibt bleiben steht liegt liegen nehmen nimmt setzen gesetzt geteilt rechnen
        berechnet addieren subtrahieren multiplizieren dividieren einsetzen bedeutet folglich nämlich usw bzw
        zusammen zurück vorbei gegenüber innerhalb außerhalb mehrere wenige einige einigen andere anderen
        anderer anderes erste ersten zweite zweiten dritte letzte letzten größer kleiner größte kleinste
        schlecht neuen neuer alten jung große großen kleine kleinen richtig falsch wahr stimmt warum wieso
        weshalb wann wohin woher wessen zwanzig dreißig vierzig fünfzig sechzig hundert tausend hälfte dort
        drinnen draußen rechts vorne hinten überall nirgends
    """),
    "it": words("""
        insieme ancora ormai forse soltanto solamente appena tardi spesso talvolta ieri domani qualcuno qualcosa
        nessuno nessuna ognuno ciascuno molti molte molta pochi poche abbastanza meglio peggio maggiore
        minore sbagliato giusto siamo siete erano sarà saranno sarebbe stato stati hai avevano aveva avrà fanno
        facciamo fatto dico dicono detto vado vanno andiamo vedere vediamo vede sanno sapere voglio vuole
        vogliamo potrebbe possono posso poter dovrebbe devo mettere mettiamo prendere prendiamo diamo restano
        trovare troviamo trovato dividiamo moltiplichiamo sommiamo sottraiamo ricaviamo significa sembra penso
        aspetta secondi litri ragazzo ragazza uomini donne mondo città acqua esempio passo lato lati quadrato
        cerchio triangolo lunghezza larghezza altezza prezzo metà doppio venti trenta quaranta cinquanta ultima
        ultimo ragione cose volte durante mediante oppure ovvero affinché benché sebbene siccome purché
        finché nonostante eppure dell'equazione un'altra c'è com'è dov'è l'area l'altro
    """),
    "pt": words("""
        juntos talvez quase apenas somente ontem hoje amanhã aqui alguém algum alguma alguns algumas nenhum
        nenhuma ninguém todas qual quais qualquer muitos muitas muita poucos pouco bastante melhor pior maior
        meu minha meus minhas seus suas dele dela deles delas lhe lhes este esta estes estas essa esses
        essas aquele aquela aquilo somos será serão seria sido tenho tinha tinham terá fazer fazem fazemos
        feito digo dizem dizer disse vão vemos saber sabe sabem quero quer querem posso podem poderia poder devo
        deve devem deveria pôr põe colocar encontrar encontramos achar somar subtrair multiplicar dividir
        substituindo substituímos simplificando verificar significa parece acho penso segundos minutos menino
        menina homem mulher homens mulheres cidade água exemplo passo lado lados quadrado círculo comprimento
        largura preço metade dobro terço vinte trinta quarenta cinquenta último última razão coisa coisas vezes
        maneira através dentro perto longe acima abaixo durante embora enquanto contudo todavia entretanto senão
        conforme segundo apesar numa nesse nessa neste nesta desse dessa deste desta
    """),
    "nl": words("""
        jij jullie waar waarom welke iets niets iemand niemand altijd nooit soms vaak misschien bijna ongeveer
        slechts alleen nog echter daarom hierdoor terwijl hoewel indien voordat nadat tussen onder boven naast
        achter zonder tegen sinds waren hebt hadden zal zullen zouden kon konden mogen moet willen gaat gaan
        doet gedaan maakt maken gemaakt zegt zeggen ziet komt komen geeft geven blijft vinden gevonden nemen
        neemt berekenen berekend optellen gedeeld klopt betekent samen veel meer weinig groot grote kleine goed
        beter eerste tweede derde laatste negen twaalf twintig honderd helft dubbel dagen jaar jaren
    """),
}  # fmt: skip
"""More of them: adverbs, pronouns, verbs, small numbers and what school mathematics is told with."""
SURE: dict[str, frozenset[str]] = {name: some | _MORE.get(name, frozenset()) for name, some in _USUAL.items()}

LIKELY: dict[str, frozenset[str]] = {
    "es": words(
        "tres cosa viene solamente este el la los las de que y en un una es por para como del se lo al su sus con"
    ),
    "fr": words("pommes dort sein le la les de des et est que un une nous du ce qui pas au aux il sur se en c'est par"),
    "de": words("alle waren hat der das und ein zu den dem des die war mit von für auf im am es ich sie er"),
    "it": words(
        "senza molto dal fra detta disse resta della degli delle dello alla tanto quando il "
        "lo la gli di che e un una per con non ma del si i le da nel al dei"
    ),
    "pt": words(
        "onze cinco resta resultado "
        "como entre cerca demasiado estamos finalmente hora menores queda salvo seis todos "
        "doce contra usar evitar quero "
        "tanto desde sobre nunca nada ser estar esta o os as de que e em um uma é para com por mas do da se na no ao"
    ),
    "nl": words("de en van dat die op met wat te ze er is"),
    "sv": words("som för av med det den en på til vi har och et og er"),
    "pl": words("w z na do i to jak"),
    "tr": words("ve bu ile"),
    "vi": words("có thì nên là ta"),
    "id": words("yang dan di ini itu ke jadi"),
    "ro": words("de la și cu o un"),
    "cs": words("je a se na v"),
    "fi": words("on ja ei"),
    "hu": words("az a"),
}
"""Words that are frequent in this language, but stand in names and loan phrases too."""

LATIN_LANGUAGES = tuple(SURE)

LOANS = (
    r"je ne sais quoi|c'est la vie|crème de la crème|creme de la creme|coup d'état|coup de gr[âa]ce|pas de deux|et al"
    r"|à la carte|a la carte|à la mode|a la mode|de facto|de jure|de novo|vis[- ]à[- ]vis|fait accompli|joie de vivre"
    r"|raison d'être|déjà vu|en route|en masse|en passant|en bloc|en suite|par excellence|per se|per capita|per annum"
    r"|que sera,? sera|hasta la vista|mea culpa|carpe diem|cogito,? ergo sum|et cetera|non sequitur|quid pro quo"
    r"|reductio ad absurdum|quod erat demonstrandum|a priori|a posteriori|vice versa|sine qua non|tour de force"
    r"|nom de plume|nom de guerre|femme fatale|bon app[ée]tit|du jour|laissez[- ]faire|la dolce vita|dolce far niente"
    r"|cosa nostra|répondez s'il vous plaît|s'il vous plaît|no pasar[áa]n|noblesse oblige|plus ça change|sans souci"
    r"|enfant terrible|film noir|haute couture|hors d'œuvres?|hors d'oeuvres?|objet d'art|art de vivre|savoir[- ]faire"
    r"|prima facie|in situ|in vitro|in vivo|ex nihilo|ad hoc|ad infinitum|pro rata|mano a mano|entre nous|comme il faut"
    r"|feu de joie|trompe l'[oœ]e?il|aide[- ]de[- ]camp|cul[- ]de[- ]sac|fin de si[èe]cle|esprit de corps"
    r"|fleur[- ]de[- ]lis|sturm und drang|ding an sich|liberté,? égalité,? fraternité|veni,? vidi,? vici|et tu,? brute"
    r"|día de los muertos|così fan tutte|ma non troppo|sein und zeit|la vita è bella"
)
"""Phrases that English has taken over whole."""

LOAN_WORDS = words(
    "café cafés naïve naïveté façade façades cliché clichés fiancé fiancée résumé résumés née señor piñata piñatas"
    " jalapeño"
    " voilà déjà crème brûlée château à entrée entrées décor élite rôle touché sauté sautéed purée exposé protégé"
    " soirée"
    " fête mêlée rosé pâté père mère über doppelgänger frère séance risqué communiqué attaché blasé passé cortège"
    " émigré"
)
"""English words with accents."""

ALSO = {
    "es": words("me he no has once come final use uses quite done do a"),
    "fr": words(
        "me on or as an but second final use uses suppose assume assumes tries once sure an a sobre resta nada tres à é"
    ),
    "de": words("so was also will am an in war hat die man still her final such most over"),
    "it": words("come no me so in per do a due some pure more"),
    "pt": words("me no do a as come for final use uses some quite more"),
    "nl": words("we had want is was of in over even once at her been most as me"),
}
"""English words that another language has too: there they prove nothing."""
ENGLISH_TOO = words(
    "die war hat man den bald gift pour sole dove per con non pro sur par soy ore hai jung ella elle otto outro"
    " hast jest"
)
"""Words of other languages that English has with another meaning."""
